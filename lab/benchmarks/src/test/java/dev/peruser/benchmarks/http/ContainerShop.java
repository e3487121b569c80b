package dev.peruser.benchmarks.http;

import dev.peruser.spring.PerUserAutoConfiguration;
import dev.peruser.spring.PerUserServletAutoConfiguration;
import dev.peruser.spring.PerUserWebMvcAutoConfiguration;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.context.annotation.Import;

/** The shop with the bare container's sessions, in memory. */
@SpringBootConfiguration
@EnableAutoConfiguration(
        exclude = {
            SessionAutoConfiguration.class,
            SessionDataRedisAutoConfiguration.class,
            DataRedisAutoConfiguration.class,
            PerUserAutoConfiguration.class,
            PerUserServletAutoConfiguration.class,
            PerUserWebMvcAutoConfiguration.class
        })
@Import(HttpSessionPages.class)
public class ContainerShop {
    /** Starts it. */
    public static void main(String[] arguments) {
        ShopProcess.endWithInput();
        SpringApplication.run(ContainerShop.class, arguments);
    }
}
