import * as v from 'valibot'
import type { RuleFault } from './rule.ts'
import { bilingual, matching, momentText, object, orNull, termsAddress, trueOrFalse } from './values.ts'
import type { WithDefault } from './with-default.ts'

/** One version of one set of terms. The tag is the middle of a table key, so it holds no separator. */
export const termSchema = (withDefault: WithDefault) =>
  object({
    tag: matching(/^[A-Za-z0-9_.-]{1,64}$/, '1 to 64 letters, digits, dots, hyphens and underscores'),
    version: matching(/^[\x21-\x7e]{1,64}$/, '1 to 64 printable ASCII characters without spaces'),
    title: v.union([v.pipe(v.string(), v.nonEmpty()), bilingual(200)], 'a text, or one in ko and one in en'),
    required: trueOrFalse,
    url: termsAddress,
    from: withDefault(orNull(momentText), null),
  })

/** Nobody could tell which of two versions is in force that begin at the same momentText, or have the same name. */
export const termFaults = (terms: readonly TermTimes[]): readonly RuleFault[] =>
  terms.flatMap(({ tag, version, from }, index): RuleFault[] => {
    const earlier = terms.slice(0, index).filter((other) => other.tag === tag)
    const begins = (text: string | null) => text && Date.parse(text)
    if (earlier.some((other) => other.version === version)) {
      return [{ at: [index, 'version'], allowed: `another version of ${tag} than before` }]
    }
    return earlier.some((other) => begins(other.from) === begins(from))
      ? [{ at: [index, 'from'], allowed: `another moment than the version of ${tag} before` }]
      : []
  })

interface TermTimes {
  readonly tag: string
  readonly version: string
  readonly from: string | null
}
