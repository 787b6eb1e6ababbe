const words =
  /מצורפ|מצורף|מצ["״'׳]{1,2}ב|צירפתי|צרפתי (?:את|קובץ|לך)|מצרפ|מצרף|\battach(?:ed|ing|ment|ments)\b|\benclosed\b/iu;

/** Whether a text speaks of a file that goes along. */
export const speaksOfFile = (text: string) => words.test(text);
