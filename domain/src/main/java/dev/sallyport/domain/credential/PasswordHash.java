package dev.sallyport.domain.credential;

/** A password's hash as a PHC string: algorithm, parameters, salt and hash side by side. It never prints. */
public record PasswordHash(String phc) {
    @Override
    public String toString() {
        return "PasswordHash[hidden]";
    }
}
