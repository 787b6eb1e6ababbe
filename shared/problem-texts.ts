import { mailProblemTexts } from './problem-texts-mail.ts';

/** Every reason an answer can give, as a sentence for people. The key is the code on the wire, in logs and in the console. */
export const problemTexts = {
  // fields
  required: { he: 'שדה חובה', en: 'This field is required' },
  too_long: { he: 'הערך ארוך מדי', en: 'The value is too long' },
  not_text: { he: 'הטקסט מכיל תווים שאינם ניתנים לשמירה', en: 'The text has characters that cannot be kept' },
  not_an_id: { he: 'מזהה לא תקין', en: 'Not a valid id' },
  not_an_email: { he: 'כתובת דוא״ל לא תקינה', en: 'Not a valid e-mail address' },
  not_a_date: { he: 'תאריך לא תקין', en: 'Not a valid date' },
  wrong_type: { he: 'סוג הערך שגוי', en: 'The value is of the wrong type' },
  unknown_value: { he: 'הערך אינו מוכר', en: 'The value is not known' },
  next_link_only: {
    he: 'הדף הבא ברשימה זו נמצא בקישור next שבתשובה, ולא לפי offset',
    en: 'The next page of this list is the next link of the answer; it has no offset',
  },
  inactive_value: { he: 'הערך אינו פעיל', en: 'The value is not active' },
  invalid: { he: 'הערך אינו תקין', en: 'The value is not valid' },
  password_too_short: {
    he: 'הסיסמה קצרה מדי: נדרשים 10 תווים לפחות',
    en: 'The password is too short: at least 10 characters',
  },
  // requests
  invalid_request: { he: 'הבקשה אינה תקינה', en: 'The request is not valid' },
  not_json: { he: 'גוף הבקשה אינו JSON תקין', en: 'The request body is not valid JSON' },
  json_expected: {
    he: 'נדרש גוף בקשה מסוג application/json',
    en: 'A body of type application/json is expected',
  },
  form_expected: {
    he: 'נדרש גוף בקשה מסוג application/x-www-form-urlencoded',
    en: 'A body of type application/x-www-form-urlencoded is expected',
  },
  plain_body_expected: { he: 'גוף בקשה דחוס אינו נתמך', en: 'A compressed request body is not supported' },
  image_unavailable: {
    he: 'התמונה לא נטענה: אין תמונה בכתובתה, או שאין גישה אליה',
    en: 'The image was not loaded: there is none at its address, or it cannot be reached',
  },
  mail_expected: {
    he: 'נדרש גוף בקשה מסוג message/rfc822: הדוא״ל כפי שהתקבל',
    en: 'A body of type message/rfc822 is expected: the mail as it came',
  },
  mail_empty: { he: 'הדוא״ל ריק', en: 'The mail is empty' },
  mail_too_large: { he: 'הדוא״ל גדול מדי', en: 'The mail is too large' },
  body_too_large: { he: 'גוף הבקשה גדול מדי', en: 'The request body is too large' },
  not_found: { he: 'הכתובת או הפריט לא נמצאו', en: 'No such address or object' },
  method_not_allowed: {
    he: 'השיטה אינה נתמכת בכתובת זו',
    en: 'This method is not supported at this address',
  },
  unknown_host: { he: 'אין עסק בכתובת זו', en: 'There is no business at this host name' },
  token_required: { he: 'נדרש אסימון גישה', en: 'An access token is required' },
  token_invalid: {
    he: 'אסימון הגישה אינו מוכר, פג או בוטל',
    en: 'The access token is unknown, expired or revoked',
  },
  insufficient_scope: { he: 'אין לאסימון הרשאה לפעולה זו', en: 'The token does not have the scope for this' },
  invalid_client: {
    he: 'לקוח ה־API אינו מוכר או שהסוד שגוי',
    en: 'The API client is not known, or its secret is wrong',
  },
  invalid_scope: {
    he: 'ההרשאה המבוקשת אינה בין הרשאות לקוח ה־API',
    en: 'A scope was asked for that the API client does not have',
  },
  unsupported_grant_type: {
    he: 'סוג ההרשאה אינו נתמך',
    en: 'Only the grant type client_credentials is supported',
  },
  unauthorized_client: { he: 'האסימון שייך ללקוח API אחר', en: 'The token belongs to another API client' },
  sign_in_required: { he: 'נדרשת כניסה למערכת', en: 'Please sign in' },
  wrong_password: { he: 'הדוא״ל או הסיסמה שגויים', en: 'The e-mail or the password is wrong' },
  cross_site: { he: 'הבקשה נשלחה מאתר אחר ונדחתה', en: 'The request came from another site and was refused' },
  not_permitted: { he: 'אין לך הרשאה לפעולה זו', en: 'You do not have permission for this' },
  too_many_requests: {
    he: 'יותר מדי בקשות, יש לנסות שוב בעוד זמן קצר',
    en: 'Too many requests, try again shortly',
  },
  idempotency_mismatch: {
    he: 'מפתח Idempotency-Key זה כבר שימש לבקשה אחרת',
    en: 'This Idempotency-Key was already used for another request',
  },
  unavailable: {
    he: 'המערכת אינה זמינה כרגע, יש לנסות שוב בעוד רגע',
    en: 'The system is not available right now, try again in a moment',
  },
  unexpected: { he: 'אירעה שגיאה בלתי צפויה', en: 'An unexpected error occurred' },
  // the desk
  name_taken: { he: 'השם כבר קיים', en: 'The name is taken' },
  reason_required: {
    he: 'הפנייה לא טופלה: סגירה דורשת סיבה',
    en: 'The ticket is not handled: closing it demands a reason',
  },
  changed_since: { he: 'הערך השתנה מאז ואי אפשר לבטל', en: 'It has changed since and cannot be undone' },
  ticket_merged: {
    he: 'הפנייה מוזגה לפנייה אחרת: כל פעולה נעשית שם',
    en: 'The ticket was merged into another: whatever is to be done is done there',
  },
  same_ticket: { he: 'זו אותה פנייה', en: 'It is the same ticket' },
  nothing_left: {
    he: 'הודעה אחת לפחות נשארת בפנייה: את כולן אפשר להעביר או למזג',
    en: 'At least one message stays with its ticket: all of them can be moved or merged',
  },
  nothing_suggested: { he: 'אין כבר הצעה לפנייה אחרת', en: 'No other ticket is suggested any more' },
  no_recipient: {
    he: 'לפנייה אין כתובת דוא״ל להשיב אליה',
    en: 'The ticket has no e-mail address to reply to',
  },
  no_sending_address: { he: 'לעסק אין תיבת דואר לשלוח ממנה', en: 'The business has no mailbox to send from' },
  own_address: {
    he: 'זו כתובת של תיבה של העסק: דוא״ל אליה היה חוזר לכאן כפנייה',
    en: 'This is an address of a mailbox of the business: mail to it would come back here as a ticket',
  },
  too_many_recipients: { he: 'יותר מדי נמענים: אפשר עד 50', en: 'Too many recipients: at most 50' },
  too_many_attachments: { he: 'יותר מדי קבצים: אפשר עד 100', en: 'Too many files: at most 100' },
  upload_too_large: { he: 'הקובץ גדול מדי: אפשר עד 25 MB', en: 'The file is too large: at most 25 MB' },
  upload_empty: { he: 'הקובץ ריק', en: 'The file is empty' },
  uploads_full: {
    he: 'הועלו יותר מדי קבצים שלא נשלחו: אפשר להסיר כמה מהם ולנסות שוב',
    en: 'Too many files were uploaded and not sent: remove some and try again',
  },
  upload_unknown: {
    he: 'הקובץ אינו מוכר: ייתכן שנמחק או שכבר נשלח',
    en: 'The file is not known: it may have been thrown away or sent already',
  },
  not_a_picture: {
    he: 'בתוך הטקסט אפשר לשלב תמונות PNG, JPEG, GIF ו־WebP בלבד',
    en: 'Only PNG, JPEG, GIF and WebP pictures can stand in the text',
  },
  attachments_too_large: {
    he: 'הקבצים גדולים מדי יחד: אפשר עד 30 MB להודעה',
    en: 'The files are too large together: at most 30 MB in one message',
  },
  in_the_past: { he: 'המועד כבר עבר', en: 'That time has passed' },
  too_far_ahead: { he: 'המועד רחוק מדי: אפשר עד שנה מראש', en: 'That is too far ahead: at most one year' },
  no_tagged_address: {
    he: 'לכתובת הזו אי אפשר להוסיף סימון של פנייה: יש בה כבר סימן פלוס, או שהיא ארוכה מדי',
    en: 'This address can carry no mark of a ticket: it has a plus sign already, or is too long',
  },
  already_sent: {
    he: 'ההודעה כבר נמסרה לשליחה ואי אפשר להחזיר אותה',
    en: 'The message is already being sent and cannot be taken back',
  },
  nothing_to_forward: { he: 'את ההודעה הזו אי אפשר להעביר', en: 'This message cannot be forwarded' },
  unknown_field: { he: 'שדה שאינו קיים', en: 'A field that does not exist' },
  not_sent: {
    he: 'ההודעה לא נמסרה לשרת הנמען, או שכבר ידוע שחזרה',
    en: 'The message was not accepted by a server, or is known to have come back',
  },
  nothing_to_retry: { he: 'אין מה לנסות שוב', en: 'There is nothing to retry' },
  already_settled: { he: 'הפריט כבר הוכרע בינתיים', en: 'The item has been decided meanwhile' },
  email_taken: { he: 'כתובת הדוא״ל כבר רשומה', en: 'The e-mail address is taken' },
  address_taken: { he: 'הכתובת שייכת לתיבת דואר אחרת', en: 'The address belongs to another mailbox' },
  last_administrator: {
    he: 'נדרש לפחות מנהל מערכת פעיל אחד',
    en: 'At least one active administrator is needed',
  },
  status_in_use: {
    he: 'יש פניות בסטטוס הזה, ולכן אי אפשר לשנות את סוגו אל ״סגור״ או ממנו. אפשר להוסיף סטטוס מהסוג הרצוי ולהשבית את הקיים',
    en: 'Tickets have this status, so it cannot become closed or stop being so. Add a status of the type you want, and deactivate this one',
  },
  last_of_type: {
    he: 'נדרש לפחות סטטוס פעיל אחד מסוג פתוח ואחד מסוג סגור',
    en: 'At least one active status of type open and one of type closed are needed',
  },
  host_required: {
    he: 'כשיש יותר מעסק אחד, לכל עסק נדרש שם מתחם משלו',
    en: 'With more than one business, each needs a host name of its own',
  },
  host_taken: { he: 'שם המתחם שייך לעסק אחר', en: 'The host name belongs to another business' },
  // mailboxes that are read by IMAP
  imap_no_host: {
    he: 'שרת הדואר לא נמצא: יש לבדוק את שם השרת',
    en: 'The mail server was not found: check its name',
  },
  not_connected: {
    he: 'התיבה אינה נקראת ב-IMAP',
    en: 'The mailbox is not read by IMAP',
  },
  imap_refused: { he: 'שרת הדואר לא עונה בפורט הזה', en: 'The mail server does not answer at this port' },
  imap_timeout: { he: 'שרת הדואר לא ענה בזמן', en: 'The mail server did not answer in time' },
  imap_cut: { he: 'החיבור לשרת הדואר נותק', en: 'The connection to the mail server was cut' },
  imap_untrusted: {
    he: 'אי אפשר לסמוך על תעודת האבטחה של שרת הדואר',
    en: 'The certificate of the mail server can not be trusted',
  },
  imap_no_tls: {
    he: 'שרת הדואר לא מצפין כך בפורט הזה: יש לבחור הצפנה או פורט אחרים',
    en: 'The mail server does not encrypt this way at this port: choose another encryption or port',
  },
  imap_no_imap: { he: 'בפורט הזה עונה משהו שאינו IMAP', en: 'What answers at this port does not speak IMAP' },
  imap_wrong_password: {
    he: 'שרת הדואר דחה את שם המשתמש או הסיסמה',
    en: 'The mail server refused the user name or the password',
  },
  imap_oauth_refused: {
    he: 'שרת הדואר לא קיבל את ההרשאה: ייתכן שהכניסה אצל הספק נעשתה מחשבון אחר, או ש־IMAP כבוי בתיבה',
    en: 'The mail server did not accept the access: the sign-in may have been of another account, or IMAP is off there',
  },
  imap_busy: {
    he: 'שרת הדואר דוחה כרגע כניסות, ננסה שוב',
    en: 'The mail server lets nobody in right now; we try again',
  },
  imap_no_folder: { he: 'התיקייה לא קיימת בשרת הדואר', en: 'The mail server has no such folder' },
  imap_command_refused: { he: 'שרת הדואר סירב לבקשה', en: 'The mail server refused what was asked' },
  imap_mail_unreadable: {
    he: 'שרת הדואר לא נותן הודעה אחת או יותר; כל השאר נקלט',
    en: 'The mail server does not give out some mail; all other is taken',
  },
  mail_not_kept: {
    he: 'אי אפשר לשמור כאן דואר כרגע; דבר לא אבד, ננסה שוב',
    en: 'Mail can not be kept here right now; nothing is lost, we try again',
  },
  secret_unreadable: {
    he: 'הסיסמה השמורה אינה ניתנת לפתיחה במפתח הזה: יש להזין אותה מחדש',
    en: 'The kept password can not be opened with this key: enter it again',
  },

  ...mailProblemTexts,
  // the phone
  phone_refused: { he: 'הכתובת או החתימה אינן מוכרות', en: 'The address or the signature is not known' },
  phone_unreadable: {
    he: 'הדיווח מהמרכזייה אינו ניתן לקריאה; הוא נשמר ואפשר לנסות שוב',
    en: 'What the exchange sent can not be read; it is kept and can be tried again',
  },
  extension_taken: { he: 'השלוחה שייכת למשתמש אחר', en: 'The extension belongs to another user' },
  no_extension: { he: 'לא הוגדרה לך שלוחה', en: 'You have no extension' },
  no_dialling: { he: 'אין מרכזייה שאפשר לחייג דרכה', en: 'No exchange can dial' },
  dial_refused: { he: 'המרכזייה סירבה לחייג', en: 'The exchange refused to dial' },
  exchange_away: { he: 'המרכזייה לא עונה, אפשר לנסות שוב', en: 'The exchange does not answer, try again' },
  no_records: {
    he: 'למרכזייה הזאת אין רישום שיחות שאפשר לבקש',
    en: 'This exchange has no call records that can be asked for',
  },
  no_file_records: {
    he: 'רק ל-Asterisk אפשר לתת קובץ שיחות',
    en: 'Only Asterisk’s call records are given as a file',
  },
  exchange_no_account: {
    he: 'חשבון המרכזייה חסר או אינו תקין',
    en: 'The account at the exchange is missing or not valid',
  },
  exchange_wrong_secret: {
    he: 'המרכזייה דחתה את הקוד או את הסיסמה',
    en: 'The exchange did not accept the code or the password',
  },
  exchange_ip_refused: {
    he: 'המרכזייה אינה מכירה את כתובת ה-IP של השרת הזה. יש לאשר אותה בהגדרות ה-API שלה',
    en: 'The exchange does not know this server’s IP address: allow it in the exchange’s API settings',
  },
  exchange_certificate: {
    he: 'תעודת האבטחה של המרכזייה אינה תקינה או אינה מוכרת',
    en: 'The exchange’s certificate is not valid, or not one that is known',
  },
  exchange_refused: { he: 'המרכזייה סירבה לבקשה', en: 'The exchange refused what was asked' },
  exchange_busy: { he: 'המרכזייה עמוסה מדי כרגע', en: 'The exchange is too busy at the moment' },
  exchange_unreadable: {
    he: 'תשובת המרכזייה אינה ניתנת לקריאה',
    en: 'What the exchange answered can’t be read',
  },
  exchange_too_many: {
    he: 'במרכזייה יש יותר שיחות משאפשר לקרוא',
    en: 'The exchange has more calls than can be read',
  },
  not_compared: { he: 'ההשוואה נכשלה', en: 'The comparison failed' },
  calls_not_kept: { he: 'לא ניתן היה לשמור את השיחות', en: 'The calls could not be kept' },
  not_a_phone: { he: 'מספר הטלפון אינו תקין', en: 'Not a valid phone number' },
  call_classified: { he: 'השיחה כבר סווגה', en: 'The call has been classified meanwhile' },
  call_not_ended: { he: 'השיחה עדיין מצלצלת', en: 'The call is still ringing' },
  already_started: { he: 'התיבה כבר נקלטת', en: 'The mailbox is being read already' },
  wrong_order: {
    he: 'הרשימה השתנתה בינתיים. אפשר לסדר שוב',
    en: 'The list has changed meanwhile. Please order it again',
  },
} as const satisfies Record<string, { he: string; en: string }>;

export type ProblemCode = keyof typeof problemTexts;
