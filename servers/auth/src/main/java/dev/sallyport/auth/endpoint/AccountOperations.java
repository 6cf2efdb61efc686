package dev.sallyport.auth.endpoint;

import static dev.sallyport.kit.told.Content.form;
import static dev.sallyport.kit.told.Content.object;
import static dev.sallyport.kit.told.Field.number;
import static dev.sallyport.kit.told.Field.secret;
import static dev.sallyport.kit.told.Field.text;

import dev.sallyport.kit.told.Content;
import dev.sallyport.kit.told.Field;
import dev.sallyport.kit.told.Operation;
import dev.sallyport.kit.told.Told;
import java.util.List;

/** What the calls about one's own account take and give. */
public final class AccountOperations {
    private static final String SUSPENDED = "account-suspended";

    private static final Field COOKIES =
            text("Set-Cookie", "The tokens, as cookies that no script reads, and the session's CSRF token.");

    private AccountOperations() {}

    public static Told told() {
        return Told.of(List.of(
                        Operation.of("POST", "/v1/auth/register", "Open an account")
                                .explained(
                                        "The answer is the same whether or not the address has an account; the letter is not.")
                                .takes(RegisterCall.Body.class)
                                .gives(202, "A letter is on its way.", accepted())
                                .refuses(403, "forbidden"),
                        Operation.of("POST", "/v1/auth/login_web", "Sign in from the product's web app")
                                .explained("The tokens go into cookies and nowhere else.")
                                .takes(LoginWeb.Body.class)
                                .gives(200, "Signed in.", LoginWeb.SignedInView.class, COOKIES)
                                .refuses(401, "invalid-credentials")
                                .refuses(429, SUSPENDED, "rate-limited"),
                        Operation.of("POST", "/v1/auth/login_mobile", "Sign in from an app")
                                .explained(
                                        "The password form of OAuth 2, or the same as JSON. Browsers are refused here: a request with"
                                                + " `Origin` or `Sec-Fetch-Site` gets 403, for a page has `login_web` and the authorization"
                                                + " endpoint.")
                                .takes(form(
                                        "PasswordForm",
                                        text("grant_type", "The kind of grant, where it is named.")
                                                .oneOf("password"),
                                        text("username", "The mail address of the account.")
                                                .always(),
                                        secret("password", "The password.").always(),
                                        text(
                                                "scope",
                                                "What the token shall be good for; everything where it is left out.")))
                                .takes(LoginMobile.Body.class)
                                .gives(200, "Signed in.", TokenView.class)
                                .refuses(401, "invalid-credentials")
                                .refuses(403, "foreign-origin")
                                .refuses(429, SUSPENDED, "rate-limited"),
                        Operation.of("POST", "/v1/auth/refresh_web", "Turn the session's cookies")
                                .gives(200, "Turned.", RefreshWeb.TurnedView.class, COOKIES),
                        Operation.of("POST", "/v1/auth/refresh_mobile", "Turn an app's refresh token")
                                .explained(
                                        "A refresh token works once; what comes back takes its place. One that is used again later ends"
                                                + " the session.")
                                .takes(RefreshMobile.Body.class)
                                .gives(200, "Turned.", TokenView.class)
                                .refuses(401, "unauthorized"),
                        Operation.of("POST", "/v1/auth/logout_web", "Sign out of the product's web app")
                                .gives(204, "Signed out; the cookies are taken back.", COOKIES),
                        Operation.of("POST", "/v1/auth/logout_mobile", "Sign out of an app")
                                .takes(Logout.Body.class)
                                .gives(204, "Signed out; the refresh token is worth nothing now."),
                        Operation.of("GET", "/v1/auth/me", "Tell who is signed in")
                                .gives(200, "The person.", UserView.class),
                        Operation.of("GET", "/v1/auth/sessions", "List one's sessions")
                                .gives(200, "Sessions that live.", Sessions.Items.class),
                        Operation.of("DELETE", "/v1/auth/sessions", "End all sessions but this one")
                                .gives(
                                        200,
                                        "They are over.",
                                        object(
                                                "Ended",
                                                number("ended", "How many.").always())),
                        Operation.of("DELETE", "/v1/auth/sessions/{id}", "End a session")
                                .gives(204, "It is over."),
                        Operation.of("GET", "/v1/consents", "List the applications one lets in")
                                .gives(200, "Applications.", Consents.Items.class),
                        Operation.of(
                                        "DELETE",
                                        "/v1/consents",
                                        "Take an application's access back, by its id in the query")
                                .explained("For ids that do not fit into a path, such as a URL.")
                                .query(text("client_id", "Which application.").always())
                                .gives(204, "It has no access any more.")
                                .refuses(404),
                        Operation.of("DELETE", "/v1/consents/{client}", "Take an application's access back")
                                .gives(204, "It has no access any more."),
                        Operation.of("GET", "/v1/identities", "List the accounts elsewhere that sign one in")
                                .gives(200, "Accounts elsewhere.", Identities.Items.class),
                        Operation.of("DELETE", "/v1/identities/{id}", "Take off an account elsewhere")
                                .gives(204, "It signs nobody in here any more.")
                                .refuses(409, "last-way-in"),
                        Operation.of("POST", "/v1/auth/unlock", "Lift a suspension by a letter's link")
                                .takes(UnlockCall.Body.class)
                                .gives(204, "Sign-in is open again.")
                                .refuses(400, "bad-link", "malformed-request"),
                        Operation.of("POST", "/v1/auth/password/forgot", "Ask for a letter to choose a new password")
                                .takes(Passwords.Forgot.class)
                                .gives(202, "If the address has an account, a letter is on its way.", accepted()),
                        Operation.of("POST", "/v1/auth/password/reset", "Choose a new password by a letter's link")
                                .takes(Passwords.Reset.class)
                                .gives(204, "The new password is good; all sessions are over.")
                                .refuses(400, "bad-link", "malformed-request"),
                        Operation.of("POST", "/v1/auth/email/verify", "Confirm a mail address by a letter's link")
                                .takes(UnlockCall.Body.class)
                                .gives(204, "Confirmed.")
                                .refuses(400, "bad-link", "malformed-request"),
                        Operation.of("POST", "/v1/auth/email", "Ask for another mail address")
                                .takes(EmailChange.Asked.class)
                                .gives(202, "A letter is on its way to the new address.", accepted())
                                .refuses(409, "changed-lately")
                                .refuses(429, SUSPENDED, "rate-limited"),
                        Operation.of("POST", "/v1/auth/email/change", "Confirm another mail address by a letter's link")
                                .takes(UnlockCall.Body.class)
                                .gives(204, "The account has the new address.")
                                .refuses(400, "bad-link", "malformed-request"),
                        Operation.of("POST", "/v1/auth/email/undo", "Take a change of address back by a letter's link")
                                .takes(Passwords.Reset.class)
                                .gives(204, "The account has its old address, and the new password.")
                                .refuses(400, "bad-link", "malformed-request"),
                        Operation.of("POST", "/v1/auth/erase", "Ask to have one's account erased")
                                .takes(Erasure.Asked.class)
                                .gives(202, "A letter is on its way; its link does it.", accepted())
                                .refuses(429, SUSPENDED, "rate-limited"),
                        Operation.of("POST", "/v1/auth/erase/confirm", "Erase an account by a letter's link")
                                .takes(UnlockCall.Body.class)
                                .gives(202, "It is being erased.", accepted())
                                .refuses(400, "bad-link", "malformed-request"),
                        Operation.of(
                                        "POST",
                                        "/v1/auth/set_up",
                                        "Make the first administrator by the link of the first start")
                                .takes(SetUpCall.Body.class)
                                .gives(201, "Made.", SetUpCall.Made.class)
                                .refuses(400, "bad-link", "malformed-request")
                                .refuses(409, "address-taken"),
                        Operation.of("GET", "/.well-known/jwks.json", "Get the public keys that tokens are verified by")
                                .gives(
                                        200,
                                        "A JWK set (RFC 7517).",
                                        object(
                                                        "KeySet",
                                                        Field.objects("keys", "Keys.")
                                                                .always())
                                                .as("application/jwk-set+json"))))
                .silent("/.well-known/change-password", "it leads password managers to a page");
    }

    private static Content accepted() {
        return object(
                "Accepted",
                text("status", "That it was taken.").oneOf("accepted").always());
    }
}
