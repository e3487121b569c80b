package dev.peruser.it.release;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import javax.xml.xpath.XPathNodes;
import org.w3c.dom.Document;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** A pom as it is published. */
final class Pom {
    private final Document document;

    Pom(byte[] xml) throws IOException {
        try {
            document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(xml));
        } catch (ParserConfigurationException | SAXException e) {
            throw new IOException(e);
        }
    }

    /** @param path names of elements, from the project's on; an empty text if there is no such element */
    String text(String path) {
        return texts(path).stream().findFirst().orElse("");
    }

    List<String> texts(String path) {
        try {
            List<String> found = new ArrayList<>();
            XPathNodes nodes = XPathFactory.newInstance()
                    .newXPath()
                    .evaluateExpression("/project/" + path, document, XPathNodes.class);
            for (Node node : nodes) {
                found.add(node.getTextContent().strip());
            }
            return found;
        } catch (XPathExpressionException e) {
            throw new IllegalArgumentException(path, e);
        }
    }

    List<String> modules() {
        return texts("modules/module");
    }

    String name() {
        return text("artifactId");
    }

    boolean isJar() {
        return !text("packaging").equals("pom");
    }
}
