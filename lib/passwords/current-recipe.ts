/** The cost of a new hash: argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet). */
export const current = { memory: 19_456, passes: 2, parallelism: 1 } as const
