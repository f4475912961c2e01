/** Milliseconds for connecting to a service of AWS, and for its answer. */
export const timeouts = { connectionTimeout: 1000, requestTimeout: 3000 }
