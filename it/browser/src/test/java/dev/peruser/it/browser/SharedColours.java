package dev.peruser.it.browser;

import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The colours of a moving picture, as many as a GIF can have, the same in all frames: with colours of its own for each
 * frame, what stands still would flicker. The colours of large areas are kept exactly; what there is little of gets the
 * nearest of those.
 */
final class SharedColours {
    private static final int MOST = 256;

    /** Closer than this to a colour that there is more of, one has no place of its own: nobody sees the difference. */
    private static final int CLOSE = 5 * 5;

    private final int[] colours;
    private final Map<Integer, Integer> nearest = new HashMap<>();

    private SharedColours(int[] colours) {
        this.colours = colours;
    }

    static SharedColours of(List<BufferedImage> images) {
        Map<Integer, Integer> points = new HashMap<>();
        for (BufferedImage image : images) {
            for (int y = 0; y < image.getHeight(); y++) {
                for (int x = 0; x < image.getWidth(); x++) {
                    points.merge(image.getRGB(x, y), 1, Integer::sum);
                }
            }
        }
        List<Integer> chosen = new ArrayList<>();
        points.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey)
                .filter(colour ->
                        chosen.size() < MOST && chosen.stream().allMatch(other -> distance(colour, other) >= CLOSE))
                .forEach(chosen::add);
        return new SharedColours(chosen.stream().mapToInt(Integer::intValue).toArray());
    }

    BufferedImage draw(BufferedImage image) {
        IndexColorModel model = new IndexColorModel(8, colours.length, colours, 0, false, -1, DataBuffer.TYPE_BYTE);
        BufferedImage drawn =
                new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_BYTE_INDEXED, model);
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                drawn.getRaster().setSample(x, y, 0, nearest.computeIfAbsent(image.getRGB(x, y), this::find));
            }
        }
        return drawn;
    }

    private int find(int colour) {
        int best = 0;
        for (int i = 1; i < colours.length; i++) {
            if (distance(colour, colours[i]) < distance(colour, colours[best])) {
                best = i;
            }
        }
        return best;
    }

    /** The square of how far apart two colours are. */
    private static int distance(int one, int other) {
        int red = (one >> 16 & 255) - (other >> 16 & 255);
        int green = (one >> 8 & 255) - (other >> 8 & 255);
        int blue = (one & 255) - (other & 255);
        return red * red + green * green + blue * blue;
    }
}
