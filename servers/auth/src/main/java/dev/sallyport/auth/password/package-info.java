/** Password hashing: Argon2id, native where the platform has it, on a bounded pool. */
package dev.sallyport.auth.password;
