/**
 * Replaces the store in functions whose routes touch no table, since even unused code in a bundle costs time at a cold
 * start. There are no repositories.
 */
export const storeOnTable = (): object => ({})
