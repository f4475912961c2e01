/**
 * Replaces the readers of hashes in functions whose routes touch no passwords. Synth, and each function that compares
 * passwords, refuse the cost of a hash that nobody can read.
 */
export const dummyHashFor = (): object => ({})
