/**
 * The ports on SQLite and PostgreSQL, in plain SQL, one text for both where it can be. {@code Database} hands out
 * connections; each adapter holds its statements; {@code Row} reads columns from left to right.
 */
package dev.sallyport.storage.sql;
