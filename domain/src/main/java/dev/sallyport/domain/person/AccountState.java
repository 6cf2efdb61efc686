package dev.sallyport.domain.person;

/** Whether an account may sign in and keep its sessions. A suspension after failed attempts is not a state of the account. */
public enum AccountState {
    ACTIVE,
    DISABLED
}
