// A part of a long list in turn: by the day of the year, or FAIR_AI_E2E_DAY; the whole of it with FAIR_AI_E2E_ALL=1.

export const everything = process.env.FAIR_AI_E2E_ALL === '1';

export function today() {
  const given = process.env.FAIR_AI_E2E_DAY;
  if (given !== undefined && /^\d+$/.test(given)) return Number(given);
  const now = new Date();
  return Math.floor((now - Date.UTC(now.getUTCFullYear(), 0, 0)) / 86_400_000);
}

/** Every `parts`-th entry, another one each day: after so many days all were taken. */
export const inTurn = (list, parts) => (everything ? list : list.filter((_, at) => at % parts === today() % parts));
