/** Of problem-texts.ts: how mailboxes sign in, how they send, and how what they send is signed. */
export const mailProblemTexts = {
  // mailboxes that sign in with Google or Microsoft
  oauth_sign_in_needed: {
    he: 'הספק כבר לא מכניס אותנו לתיבה: יש להתחבר אליה מחדש',
    en: 'The provider no longer lets us into the mailbox: connect it again',
  },
  oauth_app_refused: {
    he: 'הספק דחה את האפליקציה של העסק: ייתכן שהסוד שלה פג, או שלא ניתנה לה הרשאה לתיבה הזו',
    en: 'The provider refused the application: its secret may have expired, or it may not use this mailbox',
  },
  oauth_unavailable: {
    he: 'הספק לא עונה כרגע על בקשת הכניסה, ננסה שוב',
    en: 'The provider does not answer the request to sign in right now; we try again',
  },
  oauth_no_app: {
    he: 'פרטי האפליקציה אצל הספק עוד לא הוזנו',
    en: 'The application at the provider has not been set up yet',
  },
  oauth_state_unknown: {
    he: 'ההתחברות לא הושלמה: היא התחילה בדפדפן אחר או לפני יותר מעשר דקות. יש להתחיל אותה מחדש',
    en: 'The connection was not completed: it began in another browser or more than ten minutes ago. Begin again',
  },
  oauth_denied: {
    he: 'הגישה לתיבה לא אושרה אצל הספק',
    en: 'The access to the mailbox was not allowed at the provider',
  },
  oauth_not_lasting: {
    he: 'הספק נתן גישה לזמן קצר בלבד: יש להסיר אצלו את הגישה של האפליקציה ולהתחבר שוב',
    en: 'The provider gave access for a short time only: remove the application’s access there and connect again',
  },
  in_use: { he: 'עדיין בשימוש', en: 'It is still in use' },
  private_host: {
    he: 'בהתקנה הזו אין להתחבר לשרת דואר ברשת פנימית',
    en: 'On this installation a mail server must not stand in an internal network',
  },

  // sending
  smtp_none: {
    he: 'אין שרת לדואר יוצא: יש להגדיר אותו בתיבה או בהתקנה',
    en: 'There is no server for outgoing mail: set one for the mailbox or for the installation',
  },
  smtp_no_host: {
    he: 'שרת הדואר היוצא לא נמצא: יש לבדוק את שם השרת',
    en: 'The outgoing mail server was not found: check its name',
  },
  smtp_unreachable: {
    he: 'שרת הדואר היוצא לא עונה בפורט הזה',
    en: 'The outgoing mail server does not answer at this port',
  },
  smtp_timeout: {
    he: 'שרת הדואר היוצא לא ענה בזמן',
    en: 'The outgoing mail server did not answer in time',
  },
  smtp_untrusted: {
    he: 'אי אפשר לסמוך על תעודת האבטחה של שרת הדואר היוצא',
    en: 'The certificate of the outgoing mail server can not be trusted',
  },
  smtp_no_tls: {
    he: 'שרת הדואר היוצא לא מצפין כך בפורט הזה: יש לבחור הצפנה או פורט אחרים',
    en: 'The outgoing mail server does not encrypt this way at this port: choose another encryption or port',
  },
  smtp_wrong_password: {
    he: 'שרת הדואר היוצא דחה את שם המשתמש או הסיסמה',
    en: 'The outgoing mail server refused the user name or the password',
  },
  smtp_refused_mail: {
    he: 'שרת הדואר היוצא לא קיבל את ההודעה',
    en: 'The outgoing mail server did not take the mail',
  },
  smtp_failed: {
    he: 'השליחה דרך שרת הדואר היוצא נכשלה',
    en: 'Sending through the outgoing mail server failed',
  },

  // signatures (DKIM)
  already_there: { he: 'כבר קיים', en: 'There is one already' },
  dkim_no_record: {
    he: 'הרשומה עוד לא נמצאת ב־DNS. אחרי שהוספה, לפעמים עוברות שעות עד שהיא נראית',
    en: 'The record is not in the DNS yet. Once it was added it can take hours until it is seen',
  },
  dkim_several_records: {
    he: 'יש ב־DNS יותר מרשומה אחת בשם הזה: יש להשאיר רק את זו שמוצגת כאן',
    en: 'The DNS has several records of this name: keep only the one that is shown here',
  },
  dkim_other_key: {
    he: 'ב־DNS נמצא מפתח אחר או חלק ממפתח: יש להעתיק שוב את הערך במלואו',
    en: 'The DNS has another key, or a part of one: copy the whole value again',
  },
  dkim_revoked: {
    he: 'הרשומה ב־DNS ריקה ממפתח, וזה אומר לנמענים שהוא בוטל',
    en: 'The record in the DNS has an empty key, which tells receivers that it was revoked',
  },
  dkim_not_dkim: {
    he: 'ב־DNS נמצאת בשם הזה רשומה אחרת, שאינה מפתח חתימה',
    en: 'The DNS has another record of this name that is no signing key',
  },
  dkim_testing: {
    he: 'ברשומה ב־DNS מסומן מצב בדיקה (t=y), ונמענים מתעלמים מהחתימה: יש להסיר אותו',
    en: 'The record in the DNS says that it is a test (t=y), and receivers ignore the signature: remove that',
  },
  dkim_dns_failed: {
    he: 'שרת ה־DNS לא ענה, אפשר לנסות שוב',
    en: 'The DNS did not answer; try again',
  },
} as const satisfies Record<string, { he: string; en: string }>;
