/** The one way in which a server fetches what somebody else named: a guard stands before every such address (T05). */
package dev.sallyport.kit.fetch;
