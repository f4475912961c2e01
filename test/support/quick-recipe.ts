/** Replaces `lib/passwords/current-recipe.ts` in tests that are not about the cost of a hash. */
export const current = { memory: 64, passes: 1, parallelism: 1 } as const
