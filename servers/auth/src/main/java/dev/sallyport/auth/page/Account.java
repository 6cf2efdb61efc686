package dev.sallyport.auth.page;

/**
 * Somebody who is signed in in this browser.
 *
 * @param id what the form posts when this one is chosen
 * @param name empty where the account has none
 * @param address the e-mail address
 */
public record Account(String id, String name, String address) {
    /** What the page calls this account: the address, which alone tells two people of one name apart. */
    String label() {
        return name.isEmpty() ? address : name + " (" + address + ")";
    }

    /** The letter in the round mark beside the account. */
    String initial() {
        String from = name.isEmpty() ? address : name;
        return from.isEmpty()
                ? ""
                : from.substring(0, from.offsetByCodePoints(0, 1)).toUpperCase(java.util.Locale.ROOT);
    }
}
