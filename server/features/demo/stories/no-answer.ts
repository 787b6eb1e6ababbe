/** Inquiries that nobody has to answer, and why. */
export interface NoAnswer {
  readonly code: 'spam' | 'no_question' | 'answered_elsewhere' | 'duplicate' | 'wrong_address' | 'other';
  readonly words: string | null;
  readonly subject: string;
  readonly opening: string;
  readonly from?: { readonly name: string; readonly address: string };
}

export const noAnswers: readonly NoAnswer[] = [
  {
    code: 'spam',
    words: null,
    subject: 'קידום אתרים במקום ראשון בגוגל!!!',
    opening:
      'שלום לבעל העסק,\nנקדם את האתר שלך למקום הראשון תוך 30 יום או שתקבלו את הכסף חזרה. השיבו ״כן״ לפרטים.',
    from: { name: 'רועי – מומחה קידום', address: 'promo@best-seo.example' },
  },
  {
    code: 'spam',
    words: null,
    subject: 'RE: RE: Invoice overdue',
    opening: 'Dear customer, your invoice is overdue. Open the attached document to avoid suspension.',
    from: { name: 'Billing Dept', address: 'billing@secure-pay.example' },
  },
  {
    code: 'spam',
    words: null,
    subject: 'הלוואה מיידית עד 200,000 ש״ח',
    opening: 'אישור תוך 5 דקות, גם למסורבים. ללא ערבים.',
    from: { name: 'מימון מהיר', address: 'info@loan-now.example' },
  },
  {
    code: 'spam',
    words: null,
    subject: 'Wholesale LED screens factory price',
    opening:
      'Dear purchasing manager, we are leading manufacturer of LED display. Please see catalog and best price for 2 containers.',
    from: { name: 'Kevin', address: 'kevin@led-factory.example' },
  },
  {
    code: 'no_question',
    words: null,
    subject: 'תודה!',
    opening: 'רק רציתי להגיד תודה למיכל על השירות האדיב. הכול הגיע בזמן.',
  },
  {
    code: 'no_question',
    words: null,
    subject: 'פרגון לטכנאי סמיר',
    opening: 'סמיר היה אצלנו היום, סבלני ומקצועי. שיהיה לכם שבוע טוב.',
  },
  {
    code: 'no_question',
    words: null,
    subject: 'אישור הגעה',
    opening: 'מאשרים את הביקור של הטכנאי ביום {weekday}. אין צורך להשיב.',
  },
  {
    code: 'no_question',
    words: null,
    subject: 'לידיעתכם: חופשה',
    opening: 'אהיה בחופשה עד יום {weekday}. אין צורך להשיב להודעה זו.',
  },
  {
    code: 'answered_elsewhere',
    words: 'דיברנו בטלפון והכול סוכם',
    subject: 'בהמשך לשיחה הבוקר',
    opening: 'רציתי לוודא שרשמתם את הבקשה שלי להקדים את ההתקנה.',
  },
  {
    code: 'answered_elsewhere',
    words: 'נענה בסניף',
    subject: 'מתי אפשר לבוא לאסוף?',
    opening: 'הזמנה {order} מוכנה לאיסוף? אני באזור הסניף בעוד שעה.',
  },
  {
    code: 'answered_elsewhere',
    words: 'נענה בוואטסאפ של הסניף',
    subject: 'שעות פתיחה ביום שישי',
    opening: 'עד איזו שעה פתוחים ביום שישי בסניף {branch}?',
  },
  {
    code: 'duplicate',
    words: null,
    subject: 'שוב: הזמנה {order}',
    opening: 'שולח שוב כי לא הייתי <בטוח/בטוחה> שהמייל הקודם הגיע.',
  },
  {
    code: 'duplicate',
    words: null,
    subject: 'הזמנה {order}, פנייה חוזרת',
    opening: 'אותה פנייה גם דרך האתר וגם במייל, ליתר ביטחון.',
  },
  {
    code: 'wrong_address',
    words: null,
    subject: 'תור לרופא שיניים',
    opening: 'שלום, אבקש להזיז את התור של הבן שלי ליום {weekday}.',
    from: { name: 'ליאורה פז', address: 'liora.paz@example.net' },
  },
  {
    code: 'wrong_address',
    words: null,
    subject: 'חשבון ארנונה',
    opening: 'לא קיבלתי את החשבון לחודשים האחרונים. מספר נכס מצורף.',
    from: { name: 'יורם גבע', address: 'yoram.geva@example.org' },
  },
  {
    code: 'other',
    words: 'הלקוח ביקש למשוך את הפנייה',
    subject: 'אפשר להתעלם מהפנייה הקודמת',
    opening: 'הסתדרתי בעצמי, הכבל פשוט היה מנותק. תודה בכל זאת.',
  },
];
