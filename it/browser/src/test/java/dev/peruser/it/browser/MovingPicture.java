package dev.peruser.it.browser;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;

/**
 * An animated GIF that begins again when it has ended. Of each frame only the rectangle is stored that differs from the
 * frame before. All frames have one size.
 */
final class MovingPicture {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private final List<Frame> frames = new ArrayList<>();

    void add(BufferedImage image, Duration duration) {
        frames.add(new Frame(image, duration));
    }

    void write(Path file) throws IOException {
        SharedColours colours =
                SharedColours.of(frames.stream().map(Frame::image).toList());
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            BufferedImage before = null;
            for (Frame frame : frames) {
                BufferedImage drawn = colours.draw(frame.image());
                Rectangle place = before == null ? all(drawn) : difference(before, drawn);
                BufferedImage part = cut(drawn, place);
                // createFromRenderedImage would forget which colours they are
                ImageTypeSpecifier type = new ImageTypeSpecifier(part.getColorModel(), part.getSampleModel());
                IIOMetadata metadata = writer.getDefaultImageMetadata(type, null);
                describe(metadata, place, frame.duration(), before == null);
                writer.writeToSequence(new IIOImage(part, null, metadata), null);
                before = drawn;
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    private static Rectangle all(BufferedImage image) {
        return new Rectangle(image.getWidth(), image.getHeight());
    }

    /** A copy: of a view into a larger image, the GIF writer would write what is in the larger image's corner. */
    private static BufferedImage cut(BufferedImage image, Rectangle place) {
        BufferedImage part = new BufferedImage(
                place.width, place.height, BufferedImage.TYPE_BYTE_INDEXED, (IndexColorModel) image.getColorModel());
        part.getRaster().setRect(-place.x, -place.y, image.getRaster());
        return part;
    }

    /** The smallest rectangle outside of which two frames are the same; one point if they are the same everywhere. */
    private static Rectangle difference(BufferedImage before, BufferedImage after) {
        Rectangle all = new Rectangle(-1, -1);
        for (int y = 0; y < after.getHeight(); y++) {
            for (int x = 0; x < after.getWidth(); x++) {
                if (before.getRGB(x, y) != after.getRGB(x, y)) {
                    all.add(new Rectangle(x, y, 1, 1));
                }
            }
        }
        return all.isEmpty() ? new Rectangle(1, 1) : all;
    }

    private static void describe(IIOMetadata metadata, Rectangle place, Duration duration, boolean isFirst)
            throws IOException {
        IIOMetadataNode root = new IIOMetadataNode(FORMAT);
        root.appendChild(node(
                "ImageDescriptor",
                "imageLeftPosition",
                place.x,
                "imageTopPosition",
                place.y,
                "imageWidth",
                place.width,
                "imageHeight",
                place.height,
                "interlaceFlag",
                "FALSE"));
        root.appendChild(node(
                "GraphicControlExtension",
                "disposalMethod",
                "doNotDispose",
                "userInputFlag",
                "FALSE",
                "transparentColorFlag",
                "FALSE",
                "delayTime",
                duration.toMillis() / 10,
                "transparentColorIndex",
                0));
        if (isFirst) {
            IIOMetadataNode repeat =
                    node("ApplicationExtension", "applicationID", "NETSCAPE", "authenticationCode", "2.0");
            repeat.setUserObject(new byte[] {1, 0, 0}); // for ever
            IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
            extensions.appendChild(repeat);
            root.appendChild(extensions);
        }
        metadata.mergeTree(FORMAT, root);
    }

    private static IIOMetadataNode node(String name, Object... attributes) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        for (int i = 0; i < attributes.length; i += 2) {
            node.setAttribute((String) attributes[i], String.valueOf(attributes[i + 1]));
        }
        return node;
    }
}
