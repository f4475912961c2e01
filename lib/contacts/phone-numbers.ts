import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile'

/**
 * The library of phone numbers, with the numbering plans of all countries. This module is `#phone-numbers` where nothing is
 * bundled.
 */
export const phoneNumbers = () => ({ parse: parsePhoneNumberFromString })
