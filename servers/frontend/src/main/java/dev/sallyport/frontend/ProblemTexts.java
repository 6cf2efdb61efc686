package dev.sallyport.frontend;

import java.util.Map;

/** What each type of problem means, for people who follow its address (RFC 9457 §3.1.1). */
final class ProblemTexts {
    /** A title and an explanation. */
    record Text(String title, String meaning) {}

    static final Map<String, Text> BY_NAME = Map.ofEntries(
            text(
                    "invalid-credentials",
                    "Name or password do not match",
                    "The answer is the same whether or not there is such an account. Check both and try again."),
            text(
                    "account-suspended",
                    "Sign-in is paused for this account",
                    "There were too many wrong passwords. Wait as long as Retry-After says, or use the unlock link that was"
                            + " mailed to the owner. Browsers that signed in before and living sessions still work."),
            text(
                    "rate-limited",
                    "Too many requests",
                    "More requests came from one address than are taken. Wait as long as Retry-After says."),
            text(
                    "proof-of-work-required",
                    "Some work first",
                    "Very many try to sign in just now. Find the number that solves the challenge in the answer, and send the request"
                            + " again with the solution in the header Proof-Of-Work. The web app does so by itself."),
            text(
                    "mixed-credentials",
                    "Two kinds of credential at one gate",
                    "Addresses under /web/v1 take the browser's cookie and nothing else. Leave the Authorization header away,"
                            + " or call the same address under /v1 with it."),
            text(
                    "csrf",
                    "The CSRF token is missing or wrong",
                    "Send the value of the cookie __Host-csrf_token in the header X-CSRF-Token with every POST, PUT, PATCH and"
                            + " DELETE. Reloading the page usually helps."),
            text(
                    "foreign-origin",
                    "The request came from another site",
                    "A browser may change something here only from a page of this site."),
            text(
                    "unauthorized",
                    "Who are you?",
                    "The request carried no credential, or one that is wrong or no longer good. Sign in, or turn the token."),
            text(
                    "forbidden",
                    "Not allowed",
                    "The credential is good, but it does not open this door: a scope, a role or a permission is missing."),
            text(
                    "malformed-request",
                    "The request cannot be read",
                    "The body, the query or a header is not in the form it claims to be, such as broken JSON."),
            text(
                    "invalid-request",
                    "The request has mistakes",
                    "It can be read, but values are wrong. Each entry of errors names a place by JSON pointer and says what"
                            + " would be right there."),
            text("not-found", "Nothing is here", "There is no such address, or not for you."),
            text(
                    "gone",
                    "This version is gone",
                    "It was served until the day in the header Sunset. The header Link names what takes its place, and a page that tells"
                            + " more."),
            text(
                    "method-not-allowed",
                    "Not by this method",
                    "The header Allow lists the methods that this address takes."),
            text(
                    "too-large",
                    "The request is too large",
                    "The body, the headers or the address is longer than is taken."),
            text(
                    "unsupported-media-type",
                    "Not in this form",
                    "The body's Content-Type is not one that this address takes. The detail says which is."),
            text(
                    "overloaded",
                    "We are very busy right now",
                    "Nothing was done. Try again after as many seconds as Retry-After says."),
            text(
                    "bad-link",
                    "The link is not good",
                    "It has expired, was used before, or is not whole. Ask for a new one."),
            text(
                    "last-way-in",
                    "The last way in",
                    "Without a password, the last account elsewhere stays connected. Choose a password first."),
            text(
                    "provider-away",
                    "The other site cannot be reached",
                    "The provider that was to sign somebody in does not say where to go. Try again later, or sign in another way."),
            text(
                    "bad-gateway",
                    "The server behind does not answer",
                    "The door is open, but the server that this address belongs to is down or too slow. Try again later."),
            text(
                    "over-quota",
                    "There is no room left",
                    "All your files and unfinished uploads together may take so much and no more. Delete some, or ask for more room."),
            text(
                    "too-many-uploads",
                    "Finish what you have begun",
                    "You have as many unfinished uploads as one person may. Finish some, delete some, or wait until they expire."),
            text(
                    "type-not-allowed",
                    "Not this kind of file",
                    "The bytes show a kind of file that is not taken here, whatever it is called. Nothing of it was kept."),
            text(
                    "infected",
                    "The file is not clean",
                    "A scanner found something harmful in it. Nothing of it was kept."),
            text(
                    "digest-mismatch",
                    "Something else arrived",
                    "A digest came along with the bytes, and it is not theirs: they changed on the way. Send them again."),
            text(
                    "upload-offset",
                    "Not from there",
                    "The upload has come to another place than where these bytes begin. Ask by HEAD where it is, and go on from there."),
            text(
                    "upload-busy",
                    "Somebody else writes",
                    "Another request goes on with this upload. Wait a moment and ask where it is."),
            text("tus-version", "Another version", "Resumable uploads speak version 1.0.0 of the tus protocol here."),
            text(
                    "storage-unavailable",
                    "The store of files does not answer",
                    "Nothing half is kept. Try again after as many seconds as Retry-After says."),
            text(
                    "no-thumbnail",
                    "There is no small picture",
                    "Small pictures are made of PNG, JPEG, GIF and BMP, unless they are very large or broken."),
            text(
                    "too-many-readers",
                    "Nobody else",
                    "The file is shared with as many as it may be. Share it with a role instead."),
            text("not-implemented", "That is not done here", "The method is none of HTTP's that are known here."),
            text(
                    "internal",
                    "Something broke on our side",
                    "It was logged under the id in X-Request-Id. Name that id when you ask for help."));

    private ProblemTexts() {}

    private static Map.Entry<String, Text> text(String name, String title, String meaning) {
        return Map.entry(name, new Text(title, meaning));
    }
}
