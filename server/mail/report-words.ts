// What mail servers say in subjects and texts, language by language. Only ever looked for in mail that a server seems to have
// written: people use the same words.

/** It will not be tried again, or it is not said that it will. */
const failure: readonly RegExp[] = [
  /undeliver(?:able|ed)|non-?deliver|not (?:be )?deliver(?:able|ed)|unable to (?:be )?(?:deliver|send|complete|relay)/,
  /(?:could|can|did|does|was|were|has|have|is)(?:n['’]t|(?:\s?not))\s(?:be\s|been\s|get\s)?(?:deliver|reach|sent\b|find|found|exist|accept|able to deliver)/,
  /deliver(?:y|ing)\b[^.\n]{0,60}\b(?:fail|error|problem|impossible|unsuccess)|(?:fail(?:ed|ure)?|error|problem|trouble)\b[^.\n]{0,40}\b(?:deliver|sending your)/,
  /return(?:ed|ing) (?:mail|message|to sender)|failure notice|mail (?:system )?(?:error|failure)|message (?:was )?(?:rejected|blocked|bounced)/,
  /permanent(?:ly)?\s+(?:fatal\s+)?(?:error|fail|deliver)|delivery status notification ?\(failure\)|status notification: error/,
  /(?:user|recipient|mailbox|address|account|host|domain)s?\b[^.\n]{0,40}\b(?:unknown|not (?:found|recogni[sz]ed|exist|available)|disabled|full|over quota|unavailable|inactive)/,
  /(?:unknown|no such|invalid|bad) (?:user|recipient|mailbox|address|account|host|domain)|over (?:its )?quota|mailbox (?:is )?full/,
  /you (?:tried to contact|may not have permission to post)|giving up|gave up|not going to try again|too many hops|mail loop|loop alert/,
  /unzustellbar|nicht zugestellt|zustellung[^.\n]{0,30}fehl|konnte[^.\n]{0,60}nicht[^.\n]{0,40}zugestellt|nicht zustellbar/,
  /non (?:remis|distribu|d[ée]livr)|pas (?:pu )?(?:être|etre) (?:remis|distribu|d[ée]livr|envoy)|[ée]chec (?:de )?(?:la )?(?:remise|distribution|livraison|d'envoi)/,
  /no (?:se )?(?:ha |han |pudo |puede |pueden )?(?:podido )?(?:ser )?entreg|error (?:de|en la) entrega|no entregad|devuelto al remitente/,
  /n[ãa]o (?:foi|p[ôo]de|pode)[^.\n]{0,40}entreg|falha (?:na|de) entrega|n[ãa]o entregue/,
  /impossibile (?:consegn|recapit)|mancat[oa] (?:recapito|consegna)|non (?:è stato )?(?:recapitat|consegnat|recapitabil)/,
  /onbestelbaar|niet (?:worden )?(?:bezorgd|afgeleverd)|kunde inte (?:levereras|skickas)|(?:kunne|kan|går) (?:ikke|inte)[^.\n]{0,20}lever|niedostarcz|nie (?:można|udało się|została?)[^.\n]{0,30}dostarcz|iletilemedi|teslim edilemedi/,
  /не\s?доставлен|не удалось доставить|не может быть доставлен|не\s?доставлено/,
  /(?:配信|送信|配送|転送|受信|お届け)[^。\n]{0,12}(?:でき(?:ません|なかった)|不能|失敗|エラー)|届(?:け|き)[^。\n]{0,12}(?:ません|できな)|(?:エラーのため|未配達|見つかりません|存在しない)|送信[^。\n]{0,12}失敗/,
  /退信|无法(?:投递|送达|发送)|未(?:送达|能送达)|無法(?:傳送|傳遞|投遞|送達)|投递失败|전송(?:되지 않|에 실패|할 수 없)|배달(?:되지|할 수)/,
  /تعذ[ّ]?ر (?:تسليم|إرسال|توصيل)|لم يتم (?:تسليم|توصيل|إرسال)|فشل (?:تسليم|توصيل|في)/,
  /לא נמסר|לא ניתן (?:היה )?(?:למסור|לשלוח|להעביר|למסירה|להגיע)|לא נית(?:ן|נת) (?:היה )?למסירה|(?:מסירה|מסירת|שליחת|המסירה|השליחה)[^.\n]{0,40}נכשל|כשל(?:ה|ון)? (?:ב)?(?:מסירה|מסירת|שליחה|שליחת|העברת)|לא הגיע(?:ה)? אל|הכתובת לא נמצאה|לא נמצא(?:ה)? (?:כתובת|הנמען|תיבת)|(?:הנמען|הכתובת|המשתמש|התיבה|תיבת הדואר)[^.\n]{0,40}(?:לא קיי?מ|לא נמצא|אינ[הו] קיי?מ|מלאה)|הוחזרה? לשולח|ההודעה (?:נחסמה|נדחתה|הוחזרה)/,
];

/** It is said that it will be tried again. */
const delay: readonly RegExp[] = [
  /delay|(?:will|we'll) (?:be )?(?:keep |continue |automatically )*(?:to )?(?:re-?)?(?:try|tried|trying|attempt)|still (?:trying|being|in the queue)|not yet been deliver/,
  /temporary (?:failure report|problem|error)|warning(?:-| message|: |\b.{0,20}could not send)|could not (?:be )?sen[dt](?: mail| message)? for (?:the )?(?:past|last)|no action is required|do not need to re-?send/,
  /verzöger|retard[ée]|retras|in ritardo|vertraagd|задерж|отложен|遅(?:延|れ)|延迟|延遲|تأخ(?:ر|ير)|opóźni|försen|forsink/,
  /(?:מסירה|מסירת|המסירה|ההודעה|ההעברה|משלוח)[^.\n]{0,40}(?:מתעכב|התעכב|מושה|הושה|נדח(?:ית|תה) ל)|עיכוב (?:ב)?(?:מסירה|מסירת|העברת|משלוח)|מסירה מושהית|(?:ננסה|המערכת תנסה|ניסיון נוסף)/,
];

/** Said together with a delay, these end it. */
const end: readonly RegExp[] = [
  /return(?:ed|ing) (?:mail|message|to sender)|giving up|gave up|not going to try again|permanent|will not be (?:retried|delivered)|failed permanently|has expired|retry time(?:out)? (?:not reached|exceeded)|retry timeout exceeded|cannot send message for|too long/,
];

export type Fate = 'failed' | 'delayed';

/** What a server's words say became of a mail; null when they say nothing of that kind. */
export function fateIn(subject: string, words: string): Fate | null {
  const said = plain(`${subject}\n${words.slice(0, 6000)}`);
  const isDelay = delay.some((one) => one.test(said));
  if (isDelay && !end.some((one) => one.test(said))) return 'delayed';
  return isDelay || failure.some((one) => one.test(said)) ? 'failed' : null;
}

/** Subjects that nothing but a report of non-delivery has: a parcel, too, may be one that could not be delivered. */
const subjects: readonly RegExp[] = [
  /undeliver(?:ed|able)|return(?:ed|ing) (?:mail|message|e-?mail)|failure notice|failed delivery|permanent delivery failure|delivery status|non-?delivery/,
  /(?:e-?mail|message)s?\b.{0,30}(?:deliver|error|fail|could not|was not|blocked|rejected|delayed)|error (?:sending|delivering) your (?:e-?mail|message)|deliver[^.]{0,30}\b(?:e-?mail|message)/,
  /unzustellbar|mailzustellung|non remis|non distribu|message.{0,30}(?:remis|livr)|(?:mensaje|mensagem|correo|messaggio).{0,30}(?:entreg|consegn|recapit)|no se puede entregar/,
  /onbestelbaar|niedostarcz|сообщени[ея].{0,30}доставлен|недоставлен|メール.{0,12}(?:エラー|配信|送信)|(?:エラー|配信不能).{0,8}(?:メール|通知)|退信/,
  /(?:הודעה|ההודעה|הודעת|הדואר|דואר|דוא"ל|דוא״ל|מייל).{0,30}(?:לא נמסר|לא נשלח|נכשל|הוחזר|נדחת|התעכב|מתעכב|מושה)|לא ניתן (?:למסירה|למסור)|לא נית(?:ן|נת) למסירה|(?:כשל|כישלון|שגיאה|נכשל).{0,20}(?:הודעה|הודעת|דואר|מייל)|מסירה מושהית|דוח אי[- ]?מסירה/,
];

/** Whether a subject is one that reports of non-delivery have, and the subject of no answer. */
export function isReportSubject(subject: string): boolean {
  const said = plain(subject).trim();
  return (
    !/^(?:re|fwd?|aw|sv|wg|tr|rv|תשובה|תגובה|השב|הועבר)\s*(?:\[\d+\])?:/.test(said) &&
    subjects.some((one) => one.test(said))
  );
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/’/g, "'")
    .replace(/[ \t]*\n[ \t]*(?=\S)/g, ' ');
}
