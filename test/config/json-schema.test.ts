import { toJsonSchema } from '@valibot/to-json-schema'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, it } from 'vitest'
import { stageSchema } from '../../lib/config/schema/stage-schema.ts'
import dev from '../../stages/dev.json' with { type: 'json' }
import example from '../../stages/example.json' with { type: 'json' }

/** The JSON Schema of a stage other than `dev`. Not every rule fits into it, so `npm run synth` has the last word. */
const jsonSchema = () => ({
  title: 'A stage of ieum',
  ...toJsonSchema(stageSchema({ implies: false, loopback: false }), {
    target: 'draft-2020-12',
    typeMode: 'input',
    errorMode: 'ignore',
  }),
})

it("the JSON Schema for editors is the one of the stage's schema (-u writes it)", async () => {
  await expect(`${JSON.stringify(jsonSchema(), null, 2)}\n`).toMatchFileSnapshot(
    '../../stages/stage.schema.json',
  )
})

it.each([
  ['dev', dev],
  ['example', example],
])('the stage %s matches the JSON Schema, and names it for editors', (_, stage) => {
  const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(Object(jsonSchema()))
  validate(stage)
  expect(validate.errors).toBeNull()
  expect(stage.$schema).toBe('./stage.schema.json')
  expect(validate({ ...stage, closing: { graceDays: -5 } })).toBe(false)
  expect(validate({ ...stage, closings: {} })).toBe(false)
})
