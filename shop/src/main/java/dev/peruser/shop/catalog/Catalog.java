package dev.peruser.shop.catalog;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * All that the shop sells. Immutable.
 *
 * @param categories the shelves, in order
 * @param products what is on them, in order
 */
public record Catalog(List<Category> categories, List<Product> products) {

    /** The product of that number. */
    public Optional<Product> find(String sku) {
        return products.stream().filter(product -> product.sku().equals(sku)).findFirst();
    }

    /** The products of those numbers, without those that are no longer sold. */
    public List<Product> findAll(Collection<String> skus) {
        return skus.stream().flatMap(sku -> find(sku).stream()).toList();
    }

    /** The shelf of that slug. */
    public Optional<Category> category(String slug) {
        return categories.stream()
                .filter(category -> category.slug().equals(slug))
                .findFirst();
    }

    /** The shelf of a product. */
    public Category categoryOf(Product product) {
        return category(product.category()).orElseThrow();
    }

    /** What is on a shelf. */
    public List<Product> on(Category category) {
        return products.stream()
                .filter(product -> product.category().equals(category.slug()))
                .toList();
    }

    /** What stands for a shelf: the last thing on it. */
    public Product showpiece(Category category) {
        List<Product> products = on(category);
        return products.get(products.size() - 1);
    }

    /** The products in which all words of the text occur. None for a text without words. */
    public List<Product> search(String text) {
        List<String> words = SearchWords.of(text);
        if (words.isEmpty()) {
            return List.of();
        }
        return products.stream()
                .filter(product -> words.stream().allMatch(searchable(product)::contains))
                .toList();
    }

    private String searchable(Product product) {
        return SearchWords.folded(Stream.concat(
                        Stream.of(
                                product.name(),
                                product.summary(),
                                product.description(),
                                categoryOf(product).name()),
                        Stream.concat(
                                product.details().stream(),
                                product.options().stream().map(Option::name)))
                .reduce("", (all, next) -> all + "\n" + next));
    }
}
