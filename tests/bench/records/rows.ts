export const sessionCount = 100;

export interface BatchPlan {
  /** Number of the first new record; no two plans share one. */
  readonly from: number;
  readonly rows: number;
  /** Records that are there: `t0` … */
  readonly prefilled: number;
  /** Above that of whatever is there. */
  readonly version: number;
  /** Of ten rows, so many are new. */
  readonly newOfTen: number;
}

const text =
  '人の心を知る旅, "the journey to learn what people feel"\nof an elf who outlives them all, and knows it. ';
const kilobyte = text.repeat(12).slice(0, 820);

/** A kilobyte of JSON each: seven new ones of ten, and three that are there, spread over all. */
export const aBatch = ({ from, rows, prefilled, version, newOfTen }: BatchPlan) =>
  Array.from({ length: rows }, (_, n) => {
    const isNew = n % 10 < newOfTen;
    const number = isNew ? from + n : spread(from + n, prefilled);
    return {
      id: isNew ? `n${number}` : `t${number}`,
      session_id: `s${number % sessionCount}`,
      position: number,
      version,
      // Final ones among those there take nothing else.
      status: !isNew && number % 4 === 2 ? 'completed' : 'processing',
      source_language: 'ja',
      target_language: 'zh-CN',
      source_text: `${number} ${kilobyte}`,
      model: 'gpt-4o',
      input_tokens: 212,
      started_at: '2026-11-22T09:00:00.000Z',
      metadata: { file: 'S01E03', line: number },
    };
  });

/** Another one each time, without repeating soon: multiplied by a prime. */
const spread = (number: number, below: number): number => (number * 7_919) % below;
