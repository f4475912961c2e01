import * as v from 'valibot'

/** `?deep`, with or without a value that says yes. */
export const healthQuery = v.object({ deep: v.optional(v.picklist(['', '1', 'true'])) })
