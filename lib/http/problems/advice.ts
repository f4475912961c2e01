import type { ProblemCode } from '../../domain/values/problem.ts'

/** What a problem means, and what a client does about it. Text between backticks is code. */
interface ProblemAdvice {
  readonly means: string
  readonly remedy: string
}

/** The advice on every problem, in one language. The tables of `docs/problems.md` and `docs/problems.ko.md` say the same. */
export type ProblemGuide = Readonly<Record<ProblemCode, ProblemAdvice>>
