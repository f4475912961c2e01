/** The events' `source` on the bus. It stands apart from the schemas, which no door needs. */
export const eventSource = 'ieum'
