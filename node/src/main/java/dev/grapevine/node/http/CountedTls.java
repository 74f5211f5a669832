package dev.grapevine.node.http;

import java.net.InetSocketAddress;
import java.util.concurrent.Executor;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.ssl.DelegatingSslContext;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.spi.tls.DefaultSslContextFactory;
import io.vertx.core.spi.tls.SslContextFactory;

/**
 * The JDK's TLS with connections counted from their first moment: a server hears of them after the handshake only, and a
 * crowd that never ends one would be free. For one event loop.
 */
final class CountedTls extends JdkSSLEngineOptions {

    private final ConnectionLimits limits;

    CountedTls(ConnectionLimits limits) {
        this.limits = limits;
    }

    /** The counter is one and the same. */
    @Override
    public JdkSSLEngineOptions copy() {
        return this;
    }

    @Override
    public SslContextFactory sslContextFactory() {
        return new DefaultSslContextFactory(SslProvider.JDK, false) {
            @Override
            public SslContext create() throws SSLException {
                return new Counted(super.create());
            }
        };
    }

    private final class Counted extends DelegatingSslContext {

        Counted(SslContext tls) {
            super(tls);
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator memory, boolean startTls, Executor tasks) {
            return new CountedHandler(newEngine(memory), startTls, tasks);
        }

        @Override
        protected SslHandler newHandler(ByteBufAllocator memory, String host, int port, boolean startTls,
                Executor tasks) {
            return new CountedHandler(newEngine(memory, host, port), startTls, tasks);
        }

        @Override
        protected void initEngine(SSLEngine engine) {}
    }

    private final class CountedHandler extends SslHandler {

        CountedHandler(SSLEngine engine, boolean startTls, Executor tasks) {
            super(engine, startTls, tasks);
        }

        @Override
        public void handlerAdded(ChannelHandlerContext context) throws Exception {
            super.handlerAdded(context);
            String client = ClientAddress.of(((InetSocketAddress) context.channel().remoteAddress()).getAddress());
            if (limits.came(client)) {
                context.channel().closeFuture().addListener(unused -> limits.gone(client));
            } else {
                context.close();
            }
        }
    }
}
