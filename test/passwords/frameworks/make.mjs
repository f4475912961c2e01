/**
 * Makes hashes-of-node.json: one password, hashed by the libraries of frameworks for Node.
 *
 *     npm install @adonisjs/hash@10.1.1 argon2@0.45.1 bcrypt@6.0.0 && node make.mjs
 */
import { Argon } from '@adonisjs/hash/drivers/argon'
import { Bcrypt } from '@adonisjs/hash/drivers/bcrypt'
import { Scrypt } from '@adonisjs/hash/drivers/scrypt'
import argon2 from 'argon2'

const password = '비밀 lètmein 1'
const made = {
  'AdonisJS, scrypt': await new Scrypt({
    cost: 16384,
    blockSize: 8,
    parallelization: 1,
    maxMemory: 33_554_432,
  }).make(password),
  'AdonisJS, bcrypt': await new Bcrypt({ rounds: 10 }).make(password),
  'AdonisJS, argon2': await new Argon({ variant: 'id', iterations: 3, memory: 16384, parallelism: 4 }).make(
    password,
  ),
  'argon2 of npm': await argon2.hash(password, { memoryCost: 8192, timeCost: 2, parallelism: 4 }),
}
console.log(JSON.stringify(made, null, 2))
