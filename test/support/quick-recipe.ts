/** Takes the place of `lib/passwords/current-recipe.ts` where no test is about the cost of a hash. */
export const current = { memory: 64, passes: 1, parallelism: 1 } as const
