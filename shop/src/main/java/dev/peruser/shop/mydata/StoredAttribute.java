package dev.peruser.shop.mydata;

/**
 * An attribute of the session, as the page shows it.
 *
 * @param name its name
 * @param json its value, indented for people
 * @param readable whether the value could be read
 */
public record StoredAttribute(String name, String json, boolean readable) {}
