import { DatabaseSync } from 'node:sqlite'

/**
 * The embedded database (dynoxide 1.2.1) numbers each stream record after the greatest number so far, a text
 * cast to an integer. Without this index every write reads all earlier records of the table and is slower
 * than the one before.
 */
const statement = `CREATE INDEX IF NOT EXISTS ieum_stream_numbers
  ON _stream_records (table_name, CAST(sequence_number AS INTEGER))`

/**
 * Indexes the stream records of a running embedded database. Takes the database's file. Throws when the file
 * is not such a database.
 */
export function indexStream(file: string): void {
  const database = new DatabaseSync(file, { timeout: 5000 })
  try {
    database.exec(statement)
  } finally {
    database.close()
  }
}
