/**
 * The pages that the authorization server shows to people: a view in, a response out. They need no script, keep nothing and
 * decide nothing; what a form posts goes back to the path it came from, with the flow's own two values.
 *
 * <p>The templates are {@code src/main/jte}, and their words the {@code messages_xx.properties} beside this package.
 */
package dev.sallyport.auth.page;
