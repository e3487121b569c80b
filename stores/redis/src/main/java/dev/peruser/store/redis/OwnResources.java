package dev.peruser.store.redis;

import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.netty.channel.Channel;
import io.netty.handler.flush.FlushConsolidationHandler;

/**
 * Lettuce's threads and timers for a store that was given none. Lettuce flushes after each command, which is a call of
 * the system for each; here two that are sent at the same time go out together.
 */
final class OwnResources {
    /**
     * So many commands at most wait for each other. With more, the server idles until they come, and then the client.
     */
    private static final int MOST_TOGETHER = 2;

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
