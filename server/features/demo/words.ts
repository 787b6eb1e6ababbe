/** The shop's ready words for replies; `desk` as in deskPlaces, null for everybody. */
export const replyTemplates: readonly { name: string; desk: string | null; text: string }[] = [
  {
    name: 'קיבלנו ובודקים',
    desk: null,
    text: 'שלום {{account.first_name}},\n\nתודה על הפנייה. הנושא נמצא בבדיקה, ותשובה מלאה תישלח עד סוף יום העסקים.\nמספר הפנייה הוא {{ticket.number}}.',
  },
  {
    name: 'בקשה לפרטי ההזמנה',
    desk: 'service',
    text: 'שלום {{account.first_name}},\n\nכדי להמשיך בטיפול חסרים לנו שני פרטים:\n1. מספר ההזמנה או החשבונית\n2. תמונה של תווית הדגם, בדרך כלל בגב המוצר\n\nאפשר לשלוח אותם בתשובה להודעה הזאת.',
  },
  {
    name: 'תיאום ביקור טכנאי',
    desk: 'support',
    text: 'שלום {{account.first_name}},\n\nאפשר לתאם ביקור טכנאי באחד מהמועדים האלה:\n• יום ראשון, 8:00–12:00\n• יום שלישי, 12:00–16:00\n\nאיזה מועד נוח? הטכנאי יתקשר כחצי שעה לפני ההגעה.',
  },
  {
    name: 'החזר כספי אושר',
    desk: 'service',
    text: 'שלום {{account.first_name}},\n\nההחזר אושר. הסכום יופיע בכרטיס האשראי שבו שולמה ההזמנה בתוך 7 עד 14 ימי עסקים, לפי מועדי חברת האשראי.\nמתנצלים על אי־הנוחות.',
  },
  {
    name: 'הצעת מחיר',
    desk: 'sales',
    text: 'שלום {{account.first_name}},\n\nמצורפת הצעת מחיר בנושא ״{{ticket.subject}}״. ההצעה בתוקף ל־14 יום, וכוללת הובלה עד הבית.\n\nלאישור ההצעה די בתשובה להודעה הזאת, או במייל אל {{mailbox.address}}.',
  },
];

/** What stands below the replies of those who have no signature of their own. */
export const deskSignatures: Readonly<Record<string, string>> = {
  support: 'בברכה,\n{{user.name}}\nתמיכה טכנית · 04-8550123 · א׳–ה׳ 8:00–17:00',
  service: 'בברכה,\n{{user.name}}\nשירות לקוחות · 04-8550100 · א׳–ה׳ 8:00–17:00',
  sales: 'בברכה,\n{{user.name}}\nמחלקת המכירות · 04-8550150',
};
