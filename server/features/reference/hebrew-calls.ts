/** What the contracts say in English, in Hebrew: calls by their operationId, fields by their name. */

interface HebrewCall {
  readonly title: string;
  readonly text?: string;
  /** Fields that mean something else in this call. */
  readonly fields?: Readonly<Record<string, string>>;
}

export const hebrewCalls: Readonly<Record<string, HebrewCall>> = {
  postOauthToken: {
    title: 'אסימון גישה ללקוח API',
    text: 'לפי RFC 6749, 4.4. המזהה והסוד נמסרים בכותרת `Authorization: Basic`, או כשדות `client_id` ו-`client_secret` בגוף הבקשה, אך לא בשניהם. בלי `scope` האסימון מקבל את כל הרשאות הלקוח.',
  },
  postOauthRevoke: { title: 'סיום אסימון', text: 'לפי RFC 7009. לקוח API יכול לסיים את האסימונים שלו.' },
  postOauthIntrospect: {
    title: 'בדיקת אסימון',
    text: 'לפי RFC 7662: האם האסימון תקף, ומה מותר בו. כל לקוח API של העסק יכול לשאול על כל אסימון של אותו עסק; אסימון של עסק אחר אינו מוכר כאן: `{"active": false}`.',
  },
  postTicketsCreate: {
    title: 'יצירת טיקט',
    text: 'הפנייה נכנסת ליומן הקליטה ולפניות בטיפול. בלי `account_id` הלקוח מזוהה לפי הדוא״ל ואחר כך לפי הטלפון, בכל צורת כתיבה; לקוח שאינו מוכר נוצר מהם. פנייה שנשלחה שגויה נדחית (400) ונשמרת ביומן. עם `Idempotency-Key` ששימש לגוף אחר: 422.',
  },
  postIntakeMail: {
    title: 'קליטת דוא״ל',
    text: 'לספקים שמעבירים דוא״ל: גוף הבקשה הוא הדוא״ל כפי שהתקבל (`message/rfc822`), עד 50 MB אם לא הוגדר אחרת. 201 נמסר רק כשהדוא״ל ושורת היומן שמורים; הפענוח אחר כך. אותם בתים שוב הם `duplicate`. דוא״ל שאינו לתיבה שלנו, ריק או גדול מדי נדחה ונשמר ביומן.',
    fields: {
      to: 'כתובת של תיבת דואר, גם עם +משהו. בלעדיה קובעות הכותרות Delivered-To, X-Original-To, To ו-Cc; לתיבה יחידה אין צורך בה',
      from: 'השולח לפי המעטפה (RFC 5321), לתיעוד',
      id: 'שורת היומן',
    },
  },
  getTickets: {
    title: 'רשימת טיקטים',
    text: 'מהישן לחדש; לפי השינוי האחרון כשנמסר `updated_since`. עוקבים אחרי קישור `next` עד סופו. כדי לדעת מה השתנה שואלים שוב, וב-`updated_since` ה-`updated` החדש ביותר שהתקבל פחות דקה: מה שנכתב ממש עכשיו עשוי להופיע בזמן מוקדם במעט.',
  },
  getTicketsId: { title: 'טיקט אחד' },
  putTicketsId: {
    title: 'עדכון טיקט',
    text: 'מפתח שלא נשלח נשאר כפי שהוא; `""` או `null` מרוקנים אותו. סטטוס מסוג סגור לטיקט שלא טופל הוא 409 `reason_required`: את הסיבה רושם אדם במסך. טיקט שמוזג לאחר אינו משתנה עוד: 409 `ticket_merged`. התשובה מציגה את הטיקט, ולכן נדרשת גם ההרשאה `tickets:read`.',
  },
  getTicketsIdMessages: {
    title: 'הודעות הטיקט',
    text: 'מהישנה לחדשה. דף של הודעות ארוכות מסתיים לפני המגבלה: עוקבים אחרי קישור `next`.',
  },
  postTicketsIdMessages: {
    title: 'הוספת הודעה לטיקט',
    text: 'דברי הלקוח (`inbound`, הטיקט שוב ממתין למענה) או הערה פנימית (`internal`). `Idempotency-Key` של דברי הלקוח ששימש לדברים אחרים באותו טיקט: 422. דברים לטיקט שמוזג נוספים לטיקט שאליו מוזג; הערה היא 409 `ticket_merged`.',
    fields: { msg: 'תוכן ההודעה', direction: 'דברי הלקוח או הערה פנימית' },
  },
  getTicketsIdEvents: { title: 'תולדות הטיקט', text: 'מהישן לחדש.' },
  getTicketsDepartments: { title: 'מחלקות תמיכה' },
  getTicketsPriorities: { title: 'רמות דחיפות' },
  getTicketsStatuses: { title: 'סטטוסים של טיקט' },
  getAccountsStatuses: { title: 'סטטוסים של לקוח' },
  getAccountsTypes: { title: 'סוגי לקוח' },
  getUsers: { title: 'משתמשים', text: 'משתמשים אינם נוצרים ואינם משתנים דרך ה-API.' },
  postAccountsCreate: {
    title: 'יצירת לקוח',
    text: 'לשני לקוחות יכולים להיות אותו טלפון או אותו דוא״ל.',
    fields: {
      status: 'מזהה סטטוס לקוח: GET /v2/accounts/statuses',
      email: 'כתובת דוא״ל אחת',
      phone: 'מספר אחד, בכל צורת כתיבה',
    },
  },
  postNotesCreate: {
    title: 'יצירת הערה',
    text: 'הערה על לקוח; בלי `account_id`, הערה שאינה של לקוח מסוים.',
    fields: { account_id: 'הלקוח שההערה עליו', msg: 'תוכן ההערה' },
  },
  postSearchLeadsAndAccounts: {
    title: 'חיפוש לקוחות',
    text: 'כל מה שנמסר צריך להתאים, כחלק מהערך; כשלא נמסר דבר לא חוזר דבר. העברית מושווית כפי שקוראים אותה (בלי ניקוד, אותיות סופיות, גרשיים), טלפונים לפי ספרותיהם. לידים אינם נשמרים כאן: `LEADS` אינו מוצא דבר. `count` הוא מספר התוצאות שבתשובה.',
    fields: {
      name: 'חלק מהשם',
      phone: 'חלק ממספר הטלפון, בכל צורת כתיבה',
      email: 'חלק מכתובת הדוא״ל',
      passport: 'חלק ממספר הזהות או החברה',
      company: 'חלק משם החברה',
      limit: 'תוצאות לכל היותר: 25 אם לא נמסר, 500 לכל היותר',
      order: '`desc` (מהחדש) אם לא נמסר',
    },
  },
};

export const hebrewFields: Readonly<Record<string, string>> = {
  id: 'מזהה הטיקט',
  account_id: 'מזהה לקוח לשיוך',
  subject: 'נושא הפנייה',
  msg: 'תוכן הפנייה',
  owner: 'מזהה משתמש אחראי: GET /v2/users',
  department_id: 'מחלקת תמיכה: GET /v2/tickets/departments',
  priority_id: 'רמת דחיפות: GET /v2/tickets/priorities',
  status: 'מזהה סטטוס: GET /v2/tickets/statuses',
  phone: 'טלפון של הפונה, בכל צורת כתיבה',
  email: 'דוא״ל של הפונה',
  limit: 'שורות בדף: 25 אם לא נמסר, 500 לכל היותר',
  offset: 'כמה שורות לדלג; ברשימות שיש בהן `after` רק 0',
  'Idempotency-Key': 'מפתח לבחירתך, עד 200 תווים: אותו מפתח ואותו גוף מחזירים את התשובה הראשונה',
  'If-None-Match': 'ה-`ETag` של תשובה קודמת: 304 בלי גוף כשדבר לא השתנה',
  after: 'מפתח הדף, מתוך קישור `next`',
  updated_since: 'רק מה שהשתנה מאז',
  name: 'שם הלקוח',
  f_name: 'שם פרטי',
  l_name: 'שם משפחה',
  country: 'מדינה',
  city: 'עיר',
  address: 'כתובת',
  passport: 'מספר זהות או חברה',
  website: 'אתר',
  b_day: 'תאריך לידה, `1985-04-23` או `23/04/1985`',
  lead_id: 'נשמר כפי שנמסר',
  type: 'מזהה סוג לקוח: GET /v2/accounts/types',
  company: 'חברה',
  is_subscriber: 'מנוי לדיוור: `true` או `false`',
  ext_one: 'שדה חופשי',
  ext_two: 'שדה חופשי',
  ext_three: 'שדה חופשי',
  ext_four: 'שדה חופשי',
  order_by: 'סדר: `created` אם לא נמסר',
  order: 'כיוון הסדר',
  object_type: 'סוג הרשומות',
  grant_type: '`client_credentials`',
  scope: 'חלק מהרשאות הלקוח, ברווחים ביניהן',
  client_id: 'אם לא בכותרת',
  client_secret: 'אם לא בכותרת',
  token: 'האסימון',
  token_type_hint: 'מתקבל, ואינו נחוץ',
};

/** Why a call is refused, by HTTP status. */
export const hebrewRefusals: Readonly<Record<string, string>> = {
  BadRequest: 'ערך חסר או שגוי; `errors` מונה כל שדה כזה',
  Unauthorized: 'אין אסימון, או שאינו מוכר, פג או בוטל',
  Forbidden: 'לאסימון אין הרשאה לפעולה',
  NotFound: 'אין כתובת או פריט כזה, או שהם של עסק אחר',
  Conflict: 'הבקשה אינה מתיישבת עם הקיים',
  PayloadTooLarge: 'גוף הבקשה גדול מ-1 MiB',
  UnsupportedMediaType: 'גוף הבקשה אינו `application/json`, או שהוא דחוס',
  UnprocessableEntity: '`Idempotency-Key` שימש כבר לגוף אחר',
  TooManyRequests: 'מעבר למגבלת הקצב; `Retry-After` אומר בעוד כמה שניות לנסות שוב',
  InternalServerError: 'תקלה שלנו; `instance` הוא המספר לציטוט',
  ServiceUnavailable: 'לא זמין כרגע; לנסות שוב אחרי `Retry-After` שניות',
};
