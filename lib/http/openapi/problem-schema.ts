import { type ProblemExtras, problems } from '../../domain/values/problem.ts'
import { type JsonSchema, schemaNamed } from './json-schema.ts'

const text: JsonSchema = { type: 'string' }

/** The extension members of problems (RFC 9457, section 3.2). */
const problemExtras = {
  errors: {
    type: 'array',
    items: { type: 'object', properties: { pointer: text, detail: text }, required: ['pointer', 'detail'] },
  },
  user_mapping: { enum: ['MANDATORY_ITEMS_NOT_AGREED', 'DEACTIVATION_USER', 'RECERTIFICATION'] },
  items: { type: 'array', items: text },
  mailSentTo: { ...text, description: 'The masked address of a message.' },
  reactivateToken: { ...text, description: 'For `POST /reactivate`.' },
  restorableUntil: { ...text, format: 'date-time' },
  rejoinFrom: { ...text, format: 'date-time' },
  checks: { ...schemaNamed('HealthChecks'), description: 'Of `GET /health?deep`.' },
  retryAfter: { type: 'integer', description: 'Seconds.' },
} as const satisfies Readonly<
  Record<Exclude<keyof ProblemExtras, 'detail' | 'maxAge' | 'serviceCode'>, JsonSchema>
>

/** The schema of every problem (RFC 9457). */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. `code` names the problem and never changes; `detail` is for people.',
  properties: {
    type: {
      ...text,
      format: 'uri',
      description: 'The address of a page that says what to do: `/problems/{code}` at the origin of the API.',
    },
    title: text,
    status: { type: 'integer' },
    code: {
      anyOf: [
        { enum: Object.keys(problems) },
        {
          type: 'string',
          description: 'Of a service that refuses: `type` ends in `/problems/refused_by_service`.',
        },
      ],
    },
    detail: text,
    instance: text,
    ...problemExtras,
  },
  required: ['type', 'title', 'status', 'code', 'detail', 'instance'],
  additionalProperties: false,
}
