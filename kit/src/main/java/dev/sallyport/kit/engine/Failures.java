package dev.sallyport.kit.engine;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a connection that fails before it has anybody to tell, as in a handshake: the peer's affair, and its address is not logged. */
@ChannelHandler.Sharable
final class Failures extends ChannelInboundHandlerAdapter {
    static final Failures INSTANCE = new Failures();

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("a connection came to nothing: {}", cause.getMessage());
        var _ = context.close();
    }
}
