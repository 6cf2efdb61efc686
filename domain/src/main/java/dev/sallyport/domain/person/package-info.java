/** Who may come in: accounts and their canonical names. */
package dev.sallyport.domain.person;
