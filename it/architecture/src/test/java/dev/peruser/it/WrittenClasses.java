package dev.peruser.it;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;

/** Not those that Spring has generated, which are left in a module's output after {@code -Paot}. */
final class WrittenClasses implements ImportOption {
    @Override
    public boolean includes(Location location) {
        return !location.contains("__");
    }
}
