package dev.peruser.it.browser;

import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
 * An animated GIF that begins again when it has ended.
 *
 * <ol>
 *   <li>All frames are put below each other, and the GIF writer chooses 256 colours for the whole sheet. With colours
 *       of its own for each frame, what stands still would flicker.
 *   <li>Of each frame only the rectangle is stored that differs from the frame before.
 * </ol>
 *
 * All frames have one size.
 */
final class MovingPicture {
    private static final String FORMAT = "javax_imageio_gif_image_1.0";

    private final List<Frame> frames = new ArrayList<>();

    private record Frame(BufferedImage image, Duration duration) {}

    void add(BufferedImage image, Duration duration) {
        frames.add(new Frame(image, duration));
    }

    void write(Path file) throws IOException {
        BufferedImage sheet = sheet();
        int width = sheet.getWidth();
        int height = sheet.getHeight() / frames.size();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
        Files.deleteIfExists(file);
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
            writer.setOutput(out);
            writer.prepareWriteSequence(null);
            Rectangle place = new Rectangle(width, height);
            for (int i = 0; i < frames.size(); i++) {
                if (i > 0) {
                    place = difference(frame(sheet, i - 1), frame(sheet, i));
                }
                BufferedImage part = frame(sheet, i).getSubimage(place.x, place.y, place.width, place.height);
                IIOMetadata metadata =
                        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(part), null);
                describe(metadata, place, frames.get(i).duration(), i == 0);
                writer.writeToSequence(new IIOImage(part, null, metadata), null);
            }
            writer.endWriteSequence();
        } finally {
            writer.dispose();
        }
    }

    /** All frames below each other, in the colours of the result. */
    private BufferedImage sheet() throws IOException {
        BufferedImage first = frames.get(0).image();
        BufferedImage sheet =
                new BufferedImage(first.getWidth(), first.getHeight() * frames.size(), BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < frames.size(); i++) {
            sheet.createGraphics().drawImage(frames.get(i).image(), 0, i * first.getHeight(), null);
        }
        ByteArrayOutputStream reduced = new ByteArrayOutputStream();
        ImageIO.write(sheet, "gif", reduced);
        return ImageIO.read(new ByteArrayInputStream(reduced.toByteArray()));
    }

    private BufferedImage frame(BufferedImage sheet, int number) {
        int height = sheet.getHeight() / frames.size();
        return sheet.getSubimage(0, number * height, sheet.getWidth(), height);
    }

    /** The smallest rectangle outside of which two frames are the same; one point if they are the same everywhere. */
    private static Rectangle difference(BufferedImage before, BufferedImage after) {
        Raster old = before.getRaster();
        Raster now = after.getRaster();
        Rectangle all = new Rectangle(-1, -1);
        for (int y = 0; y < after.getHeight(); y++) {
            for (int x = 0; x < after.getWidth(); x++) {
                if (old.getSample(x, y, 0) != now.getSample(x, y, 0)) {
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
