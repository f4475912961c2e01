/** Milliseconds for connecting to an AWS service, and for its response. */
export const timeouts = { connectionTimeout: 1000, requestTimeout: 3000 }
