package dev.peruser.shop;

/**
 * A page that a browser shows.
 *
 * @param status the answer's status
 * @param path where the browser ended up
 * @param html the page
 */
record Page(int status, String path, String html) {

    /** How many things the badge in the header says that the cart holds. */
    int cartCount() {
        int start = html.indexOf("data-count=\"") + "data-count=\"".length();
        return Integer.parseInt(html.substring(start, html.indexOf('"', start)));
    }

    boolean shows(String text) {
        return html.contains(text);
    }
}
