// How automatic answers are known by their words alone. Programs put these at the very beginning of a subject, a person who
// writes about them puts them elsewhere, or asks.

const beginning = /^(?:\[[^\]]{1,40}\]\s*)?/.source;

/** Made by a mail program: the words, a colon, and the subject of the mail that is answered. */
const programmed = new RegExp(
  `${beginning}(?:${[
    'auto(?:matic(?:ally generated)?)?[ -]?(?:reply|response|answer|responder|respond)',
    'out[ -]of[ -](?:the[ -])?office(?: (?:auto[ -]?reply|notification|reply|message|alert))?',
    'vacation (?:reply|message|notice|response|auto-?reply)',
    'autosvar|automatisch antwoord|automatische antwort|abwesenheits(?:notiz|nachricht|assistent)?',
    'réponse automatique|risposta automatica|respuesta automática|resposta automática|automaattinen vastaus',
    'автоответ|автоматический ответ|otomatik yanıt|automatyczna odpowiedź|رد تلقائي|自動(?:応答|返信)|自动(?:回复|答复)|자동 (?:회신|응답)',
    '(?:תשובה|תגובה|הודעה|מענה|הודעת) (?:אוטומטית|אוטומטי|מענה אוטומטי)',
    '(?:הודעת )?(?:היעדרות|העדרות) (?:מהמשרד|מן המשרד)|מחוץ למשרד|הודעת (?:היעדרות|העדרות|חופשה)',
  ].join('|')})\\s*(?::|：|-(?=\\s)|–|$)`,
  'iu',
);

/** Written by a person into a program: the subject says that they are away. */
const away = new RegExp(
  `${beginning}(?:${[
    "(?:i am |i'm |we are )?(?:currently )?(?:out of (?:the )?office|away from (?:the )?office|away on|on (?:annual |parental |maternity |sick )?leave|on (?:vacation|holiday))",
    'away (?:until|till|from)',
    '(?:אני |אנחנו |אנו )?(?:נמצאת? |נמצאים )?(?:כרגע |כעת )?(?:בחופשה|בחופשת|בחו"ל|בחו״ל|במילואים|מחוץ למשרד|לא (?:נמצאת? )?במשרד|איננ[יו] במשרד|נעדרת? מהמשרד)',
    'קיבלנו את (?:פנייתך|פנייתכם|הודעתך)|פני(?:י)?ת(?:ך|כם) (?:התקבלה|נקלטה)|אישור קבלת (?:פנייה|פניה|הודעה)',
    "thank you for (?:contacting|your (?:message|e-?mail|inquiry))|we(?: have|'ve)? received your (?:message|e-?mail|request|inquiry)",
  ].join('|')})(?![\\p{L}\\p{N}])`,
  'iu',
);

/** What such answers say near their beginning. */
const said = new RegExp(
  [
    'out of (?:the )?office|away from (?:my|the) (?:desk|office|e-?mail)|on (?:annual |parental |maternity |sick )?(?:leave|vacation|holiday)',
    '(?:limited|no) access to (?:my )?e-?mail|(?:will|shall) (?:be back|return|respond|reply|get back)|upon my return|until (?:i|my) return',
    '(?:this|an?) (?:is an )?(?:automatic|automated|auto-?generated)|automatically generated|auto-?(?:reply|response)|do not reply to this',
    '(?:have|has been|been) received|no longer (?:works?|with|employed|monitored)|received your (?:message|e-?mail|request|inquiry)',
    'בחופשה|בחופשת|בחו"ל|בחו״ל|במילואים|מחוץ למשרד|לא (?:אהיה |נמצאת? |נהיה )?במשרד|איננ[יו] (?:במשרד|זמינ)|נעדרת?|המשרד (?:סגור|יהיה סגור)|לא (?:אהיה |נהיה )?זמינ',
    '(?:אחזור|נחזור|אשוב|אענה|נענה|אשיב) (?:ב|אלי|ל|עם|מ|רק)|עם שובי|בשובי|בהיעדרי|בהעדרי|עד (?:לחזרתי|שובי)',
    '(?:הודעה|תשובה|מענה|תגובה) (?:זו |זה )?(?:היא |הוא )?(?:אוטומטי|נשלח(?:ה|ת)? אוטומטית|נוצר)|נשלח(?:ה|ת)? (?:באופן )?אוטומטי|אין להשיב|נא לא להשיב',
    'פני(?:י)?ת(?:ך|כם) (?:התקבלה|נקלטה|חשובה)|קיבלנו את|הודעתך (?:התקבלה|נקלטה)|תודה (?:על פנייתך|שפנית|על פנייתכם|שפניתם)',
  ].join('|'),
  'iu',
);

const shortText = 1500;
const searchedText = 800;

export type SubjectSign = 'programmed' | 'away' | null;

export function subjectSign(subject: string): SubjectSign {
  const plain = subject.replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '').trim();
  if (programmed.test(plain)) return 'programmed';
  return away.test(plain) ? 'away' : null;
}

/** Whether the text is as short as such answers are and says what they say, and asks nothing. */
export function saysAway(ownWords: string): boolean {
  const words = ownWords.trim();
  return words.length <= shortText && said.test(words.slice(0, searchedText)) && !asks(words);
}

export function isShort(ownWords: string): boolean {
  return ownWords.trim().length <= shortText;
}

/** A question in the first lines is for us to answer. */
export function asks(ownWords: string): boolean {
  return /[?؟？]/.test(
    ownWords
      .trim()
      .slice(0, searchedText)
      .replace(/https?:\S+/g, ''),
  );
}

const nobody =
  /^(?:(?:do[._-]?)?(?:not?|never)[._-]?(?:reply|answer|respond)|noreply|mailer-?daemon|postmaster|daemon|bounces?|root|nobody|auto(?:matic|reply|responder)?|listserv|majordomo)(?:$|[._+-])|-(?:noreply|no-reply|bounces?|request|owner)$|^owner-|^bounces?[+=-]/i;

/** Whether an answer would reach a person's eyes. */
export function isNobody(address: string): boolean {
  return nobody.test(address.replace(/@[^@]*$/, ''));
}
