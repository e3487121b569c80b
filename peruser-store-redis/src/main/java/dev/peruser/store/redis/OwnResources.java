package dev.peruser.store.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Lettuce's threads and timers for a store that was given none. Lettuce flushes after each command, which is a call of
 * the system for each; here what many threads send at the same time goes out together.
 */
final class OwnResources {
    /** So many commands at most wait for each other. */
    private static final int MOST_TOGETHER = 256;

    private OwnResources() {}

    static ClientResources create() {
        return ClientResources.builder()
                .nettyCustomizer(new NettyCustomizer() {
                    @Override
                    public void afterChannelInitialized(Channel channel) {
                        channel.pipeline().addFirst(new FlushConsolidationHandler(MOST_TOGETHER, true));
                    }
                })
                .build();
    }
}
