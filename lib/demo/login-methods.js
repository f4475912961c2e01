/** Whether a method of the API is a code: by mail or by text. */
export const isCode = (method) => method === 'email_code' || method === 'sms_code'

/** Whether a method of the API is a password: named by an address or a number, or by a login ID. */
export const isPassword = (method) => method === 'password' || method === 'login_id'
