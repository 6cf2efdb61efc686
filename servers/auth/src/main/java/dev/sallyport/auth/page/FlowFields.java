package dev.sallyport.auth.page;

/**
 * The two hidden fields of every form.
 *
 * @param flow the handle by which the flow finds itself again, posted as {@code flow}
 * @param csrf what binds the form to the browser it was shown in, posted as {@code csrf}
 */
public record FlowFields(String flow, String csrf) {}
