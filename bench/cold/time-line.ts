import type { Passed } from './services.ts'

/**
 * Where the time of one response goes, as a Mermaid Gantt diagram in milliseconds since the function was called: a bar for
 * each request, and beneath them what no request took. Takes the requests, and when the function was called and had responded.
 */
export function timeLine(passed: readonly Passed[], called: number, responded: number): string {
  const at = (time: number): number => Math.round(time - called)
  const bars = passed
    .toSorted((a, b) => a.from - b.from)
    .map(({ service, asked, from, until }) => `  ${service} ${asked} : ${at(from)}, ${at(until)}`)
  const own = gaps(passed, called, responded).map(([from, until]) => `  own work : ${at(from)}, ${at(until)}`)
  return ['gantt', '  dateFormat x', '  axisFormat %L ms', ...bars, ...own].join('\n')
}

/** The stretches that no request covers, of half a millisecond at least. */
function gaps(
  passed: readonly Passed[],
  called: number,
  responded: number,
): readonly (readonly [number, number])[] {
  const all: (readonly [number, number])[] = []
  let covered = called
  for (const { from, until } of passed.toSorted((a, b) => a.from - b.from)) {
    all.push([covered, from])
    covered = Math.max(covered, until)
  }
  all.push([covered, responded])
  return all.filter(([from, until]) => until - from >= 0.5)
}
